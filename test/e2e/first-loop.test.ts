/**
 * The whole loop as people walk it, in a real browser on an empty machine: an administrator invites people, two mark a photograph
 * differently, a third settles it, a researcher trains a tiny run and sees the confusion matrix.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, dropOnto, needsChromium, openBrowser } from '../support/browser'
import { fundusJpeg } from '../support/fixtures'
import { type Product, startProduct } from '../support/product'
import { keepPictures, newVisitor, signUp, type Visitor } from '../support/visitor'
import { type WalkFolder, walkFolder } from '../support/walk-folder'
import { zipOf } from '../support/zip'

const minutes = (n: number) => n * 60_000

describe.skipIf(!chromiumPath)(`the first loop in Chromium${needsChromium}`, () => {
  let product: Product
  let browser: Browser
  let folder: WalkFolder
  const visitors: Visitor[] = []
  const visitor = async () => {
    const made = await newVisitor(browser, product.url)
    made.page.setDefaultTimeout(minutes(1))
    visitors.push(made)
    return made
  }

  beforeAll(async () => {
    folder = await walkFolder()
    product = await startProduct()
    browser = await openBrowser()
  }, minutes(6))

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(visitors)
  }, minutes(1))

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
    if (folder) await rm(folder.root, { recursive: true, force: true })
  }, minutes(1))

  test('an administrator invites people, two disagree, a third settles it, a researcher trains and sees the figures', {
    timeout: minutes(8),
  }, async () => {
    const administrator = await visitor()
    await administrator.page.goto(product.signUpLink)
    await administrator.look('sign-up')
    await signUp(administrator, product.signUpLink, 'Administrator', 'administrator@example.org')

    const studyUrl = await makeStudy(administrator)
    await importPhotographs(administrator, studyUrl, folder)
    for (const observer of ['Expert 1', 'Expert 2']) {
      await product.concord(
        'import-readings',
        folder.masks,
        '--study',
        'First study',
        '--format',
        'idrid-masks',
        '--observer',
        observer,
      )
      await product.concord(
        'import-readings',
        folder.expertGrades,
        '--study',
        'First study',
        '--format',
        'grades-csv',
        '--observer',
        observer,
      )
    }

    const first = await join(administrator, await visitor(), 'Observer', 'first@example.org')
    const second = await join(administrator, await visitor(), 'Observer', 'second@example.org')
    const third = await join(administrator, await visitor(), 'Adjudicator', 'third@example.org')
    const researcher = await join(administrator, await visitor(), 'Researcher', 'researcher@example.org')

    await markOneLesion(first)
    await findNothing(second)
    await gradeBlindThenRevealed(second)
    await settle(third)

    await readPatchesOfADroppedFolder(administrator, first)
    await trainTinyRun(researcher)
    await administrator.page.goto(studyUrl)
    await administrator.page.getByText('Reading and agreement').waitFor()
    await administrator.look('study')
    await administrator.page.goto('/cases')
    await administrator.page.getByRole('link', { name: 'Case 1' }).waitFor()
    await administrator.look('cases')
    expect(await product.concord('verify')).toContain('The audit chain is sound')
    expect(visitors.flatMap(({ problems }) => problems)).toEqual([])
  })
})

async function makeStudy({ page, look }: Visitor): Promise<string> {
  await page.getByText('No study yet').waitFor()
  await look('studies-empty')
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByLabel('Name').fill('First study')
  await page.getByRole('button', { name: 'Create the study' }).click()
  await page.waitForURL(/studies\/[0-9a-f-]{36}$/)
  const studyUrl = page.url()
  await page.goto(`${studyUrl}/protocol`)
  await page.getByLabel('Name').fill('Two of two')
  await page.getByRole('checkbox', { name: /^Patches/ }).uncheck()
  for (const task of ['Marks on the photograph', 'Grade']) {
    const fields = page.getByRole('group', { name: task, exact: true })
    await fields.getByLabel('Of either kind').fill('2')
    await fields.getByLabel('k', { exact: true }).fill('2')
    await fields.getByLabel('n', { exact: true }).fill('2')
  }
  await page.getByRole('checkbox', { name: /^Reveal the source grade/ }).check()
  await look('protocol')
  await page.getByRole('button', { name: 'Store as a new version' }).click()
  await page.getByRole('cell', { name: 'Two of two' }).waitFor()
  return studyUrl
}

async function importPhotographs({ page, look }: Visitor, studyUrl: string, folder: WalkFolder): Promise<void> {
  await page.goto(`${studyUrl}/import`)
  await page.getByLabel('A folder of photographs').setInputFiles(folder.photographs)
  await page.getByText('Everything arrived.').waitFor({ timeout: minutes(2) })
  await look('import')
  await page.goto(`${studyUrl}/photographs`)
  await page.getByText(`${folder.forScreen}.jpeg`).waitFor()
  await page.waitForLoadState('networkidle')
  await look('photographs')
}

async function join(administrator: Visitor, person: Visitor, role: string, email: string): Promise<Visitor> {
  const { page } = administrator
  await page.goto('/people')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByLabel('Role').selectOption(role)
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.locator('code').textContent()
  await page.getByRole('button', { name: 'Done' }).click()
  await signUp(person, link ?? '', `${role} ${email.split('@')[0]}`, email)
  await administrator.look('people')
  return person
}

const startReading = async (page: Page, task: string) => {
  await page.goto('/queue')
  await page.getByRole('listitem').filter({ hasText: task }).getByRole('button').click()
  await page.waitForURL(/\/read\//)
  await page.waitForLoadState('networkidle')
}

async function markOneLesion({ page, look }: Visitor): Promise<void> {
  await page.goto('/queue')
  await page.waitForLoadState('networkidle')
  await look('queue')
  await startReading(page, 'Lesion marks')
  const photograph = page.getByLabel(/^Photograph of a retina/)
  const box = await photograph.boundingBox()
  if (!box) throw new Error('The photograph is not on the page.')
  await page.keyboard.press('b')
  await page.keyboard.press('2')
  const [x, y] = [box.x + box.width * 0.45, box.y + box.height * 0.4]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 14, y + 12, { steps: 4 })
  await page.mouse.up()
  await page.getByRole('button', { name: /Submit 1 mark/ }).waitFor()
  // One step back and forward again: a gesture is one step.
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: /submit as normal/ }).waitFor()
  await page.keyboard.press('Control+Shift+Z')
  await page.getByRole('button', { name: /Submit 1 mark/ }).waitFor()
  await look('read-marks')
  await page.keyboard.press('Control+Enter')
  await page
    .getByText(/All read|Nothing more/)
    .first()
    .waitFor()
  await look('read-finished')
}

async function findNothing({ page }: Visitor): Promise<void> {
  await startReading(page, 'Lesion marks')
  await page.getByRole('button', { name: /submit as normal/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /normal/i })
    .click()
  await page
    .getByText(/All read|Nothing more/)
    .first()
    .waitFor()
}

async function gradeBlindThenRevealed({ page, look }: Visitor): Promise<void> {
  await startReading(page, 'One ICDR grade')
  await look('read-grade-blind')
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await page
    .getByText(/source/i)
    .first()
    .waitFor()
  await look('read-grade-revealed')
  await page.keyboard.press('k')
  await page
    .getByText(/All read|Nothing more/)
    .first()
    .waitFor()
}

async function settle({ page, look }: Visitor): Promise<void> {
  await page.goto('/cases')
  await page.getByRole('link', { name: 'Open case 1' }).click()
  await page.getByText(/Disputed patch 1 of/).waitFor()
  await page.waitForLoadState('networkidle')
  await look('case')
  // Take the mark wherever it is disputed: key 2 is haemorrhage, Enter goes on.
  const heading = await page.getByText(/Disputed patch 1 of/).textContent()
  const disputed = Number(heading?.match(/of (\d+)/)?.[1])
  for (let patch = 1; patch <= disputed; patch++) {
    await page.getByText(`Disputed patch ${patch} of ${disputed}`).waitFor()
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
  }
  await page.getByText(/^All decided/).waitFor()
  await page.getByLabel('Reason').fill('A dark red spot with a soft edge.')
  await page.getByRole('button', { name: /^Sign,/ }).click()
  await page.waitForURL(/\/cases$/)
}

async function trainTinyRun({ page, look }: Visitor): Promise<void> {
  await page.goto('/snapshots')
  await page.getByLabel('Name').fill('First snapshot')
  const study = page.getByRole('checkbox', { name: 'First study' })
  await study.setChecked(true)
  await page.getByRole('button', { name: 'Freeze' }).click()
  await page.waitForURL(/snapshots\/[0-9a-f-]{36}$/)
  await page.getByLabel('Recipe', { exact: true }).selectOption('tiny')
  await page.getByText('More settings').click()
  const lesions = page.getByRole('region', { name: 'Lesion network' })
  await lesions.getByLabel('Block, patches a side').fill('2')
  await lesions.getByLabel('End early by').selectOption('loss')
  await lesions.getByLabel('Patience, epochs').fill('9')
  await look('snapshot')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.waitForURL(/runs\/[0-9a-f-]{36}$/)
  await page.getByText('finished').waitFor({ timeout: minutes(5) })
  const matrices = page.getByRole('table').filter({ hasText: 'Rows: reference.' })
  await matrices.first().waitFor()
  expect(await matrices.count()).toBe(2)
  const cells = await matrices.first().getByRole('cell').allInnerTexts()
  const counted = cells.map((text) => Number(text.replaceAll(',', ''))).filter((n) => n > 0)
  expect(counted.length).toBeGreaterThan(0)
  await look('run')
  await page.getByRole('button', { name: 'Give more epochs' }).click()
  for (const network of ['lesion network', 'grading network'])
    await page.getByLabel(`Epochs more: ${network}`).fill('1')
  await page.getByRole('button', { name: 'Train on' }).click()
  await page.getByText(/It continues/).waitFor()
  await page.getByText('finished').waitFor({ timeout: minutes(5) })
  await page.goto('/runs')
  await page.getByRole('cell', { name: 'finished' }).first().waitFor()
  await look('runs')
}

/** A study of patches alone: a folder and a zip are dropped onto the page together, a member joins, and crop after crop is answered by keys. */
async function readPatchesOfADroppedFolder(administrator: Visitor, observer: Visitor): Promise<void> {
  const { page } = administrator
  await page.goto('/studies')
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByLabel('Name').fill('Patches alone')
  await page.getByRole('button', { name: 'Create the study' }).click()
  await page.waitForURL(/studies\/[0-9a-f-]{36}$/)
  const studyUrl = page.url()
  await page.goto(`${studyUrl}/protocol`)
  await page.getByLabel('Name').fill('One of one')
  await page.getByRole('checkbox', { name: /^Marks/ }).uncheck()
  await page.getByRole('checkbox', { name: /^Grade / }).uncheck()
  const fields = page.getByRole('group', { name: 'Patches', exact: true })
  await fields.getByLabel('Of either kind').fill('1')
  await fields.getByLabel('k', { exact: true }).fill('1')
  await fields.getByLabel('n', { exact: true }).fill('1')
  await fields.getByLabel('Patches a sitting').fill('6')
  await page.getByRole('button', { name: 'Store as a new version' }).click()
  await page.getByRole('cell', { name: 'One of one' }).waitFor()

  await page.goto(`${studyUrl}/import`)
  const brought = await mkdtemp(path.join(os.tmpdir(), 'concord-dropped-'))
  await mkdir(path.join(brought, 'clinic', 'monday'), { recursive: true })
  await writeFile(path.join(brought, 'clinic', 'monday', '20_left.jpeg'), await fundusJpeg({ seed: 20, grade: 2 }))
  await writeFile(
    path.join(brought, 'eyes.zip'),
    zipOf([{ name: 'eyes/notes.txt', bytes: Buffer.from('no photograph') }]),
  )
  await dropOnto(page, page.getByText('Drop a folder, photographs, a zip'), [
    path.join(brought, 'clinic'),
    path.join(brought, 'eyes.zip'),
  ])
  await page.getByRole('cell', { name: 'eyes/notes.txt', exact: true }).waitFor({ timeout: minutes(2) })
  await page.getByText('The one below could not be used; the rest arrived.').waitFor({ timeout: minutes(1) })
  await rm(brought, { recursive: true })
  await page.goto(`${studyUrl}/photographs`)
  await page.getByText('20_left').first().waitFor()
  await page.goto(`${studyUrl}/people`)
  await page.getByLabel('Add a person').selectOption({ label: 'Observer first (Observer, trained observer)' })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('cell', { name: 'Observer first', exact: true }).waitFor()
  await administrator.look('study-people')

  const reader = observer.page
  await startReading(reader, 'Patches alone')
  await reader.getByText('Patch 1 of 6').waitFor()
  await reader.keyboard.press('3')
  await observer.look('read-patches')
  if (await reader.getByText('Patch 1 of 6').isVisible()) await reader.keyboard.press('Enter')
  await reader.getByText('Patch 2 of 6').waitFor()
  // Back, look again, and on.
  await reader.keyboard.press('Backspace')
  await reader.getByText('Patch 1 of 6').waitFor()
  await reader.keyboard.press('Enter')
  for (let patch = 2; patch <= 6; patch++) {
    await reader.getByText(`Patch ${patch} of 6`).waitFor()
    await reader.keyboard.press('0')
  }
  await reader.getByText('All 6 patches answered').waitFor()
  await reader.keyboard.press('Control+Enter')
  // The next six are already there.
  await reader.getByText('Patch 1 of 6').waitFor()

  await page.goto(studyUrl)
  await page.getByText('Agreed patches').waitFor()
  const agreed = page.getByRole('table').filter({ hasText: 'exudate' }).getByRole('row').last()
  expect(await agreed.getByRole('cell').allTextContents()).toEqual(['Patches', '5', '0', '0', '1', '0', '0'])
}
