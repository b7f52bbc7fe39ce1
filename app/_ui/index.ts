/**
 * The house's components. Quiet, dark first, one accent; a page is mostly layout made of these.
 *
 *   <Page>                                          // width: 'reading' (forms) · 'page' (default) · 'full' (photographs)
 *     <PageHeader title="Studies" crumbs={[{ href: '/studies', label: 'Studies' }]} description="…" actions={<ButtonLink href="…" variant="primary" icon={Plus}>New</ButtonLink>} />
 *     <TabLinks label="Sections of the study" links={[{ href, label }]} />
 *     <Panel title="Photographs" actions={…} flush>  // flush: no inner spacing, for tables
 *       <Table caption="Photographs" columns={[{ key: 'n', header: 'Readings', numeric: true, cell: (row) => row.n }]} rows={rows} rowKey={(r) => r.id}
 *              empty={<EmptyState icon={Images} title="No photographs yet" action={…}>Drop a folder here.</EmptyState>} />
 *     </Panel>
 *     <Stats><Stat label="Agreed" value="1,204" hint="of 1,310 patches" /></Stats>
 *     <ProgressBar label="Training, epoch 3 of 10" value={312} max={1000} detail="16.7 patches/s · 41 s left" />
 *     <Notice tone="danger" title="The import stopped">Sentence: what, where, what to do.</Notice>   // info · good · warning · danger
 *     <Badge tone="good">agreed</Badge>               // neutral · accent · good · warning · danger; a sign goes with the colour
 *     <When at={iso} />  <Key>3</Key>  <CopyButton text={link} />
 *   </Page>
 *
 * Forms (client): `<Field label="Name" hint="…" error={sentence}>{(a) => <TextInput {...a} name="name" />}</Field>`, likewise Select, TextArea; Checkbox alone.
 * `<NumberField label="Seed" min={0} max={9} value={seed} onChange={setSeed} />` (NaN while it is empty).
 * Buttons: variant primary (one a view) · outline (default) · quiet · danger; size small · medium; icon (lucide), keys ("N"), busy. `IconButton` needs a label.
 * `Dialog` (native, controlled by `open`), `useToast()` for what was just done. Requests: app/_client/use-request.ts, use-poll.ts.
 *
 * Colours are Tailwind names: bg-ground (page) · bg-panel · bg-raised (hover, wells) · border-line (decoration) · border-edge (controls) · text-ink · text-ink-muted ·
 * accent / accent-strong / accent-wash / on-accent · good, warning, danger with their -wash. No other greys, no gradients, no shadows but the toast's.
 * Type: page title text-2xl semibold, panel title 15px semibold, body text-sm, notes 13px. Spacing between panels gap-6 (Page does it).
 * `data-theme="dark"` on any element makes everything inside dark (a reading room around a photograph).
 * Figures: class `figures` (or table, dd, output, time: by themselves) sets tabular numerals.
 * The bar at the top is 3rem high and hidden on /read/…: a full-height page is `h-[calc(100dvh-3rem)]`, the reading room `h-dvh`. Either is
 * `class="room"` on its outermost element: it fills the window and never scrolls as a whole.
 */
export { Badge, type Tone } from './badge'
export { Button, ButtonLink, IconButton } from './button'
export { CopyButton } from './copy-button'
export { cx } from './cx'
export { Dialog } from './dialog'
export { EmptyState } from './empty-state'
export { Checkbox, Field, Select, TextArea, TextInput } from './field'
export { Key } from './key'
export { Notice } from './notice'
export { NumberField } from './number-field'
export { Page, PageHeader } from './page-header'
export { Panel } from './panel'
export { ProgressBar } from './progress-bar'
export { Stat, Stats } from './stat'
export { TabLinks } from './tab-links'
export { type Column, Table } from './table'
export { ToastProvider, useToast } from './toast'
export { When } from './when'
