/**
 * The outlines of the glyphs in a square from −1 to 1, as SVG path data: one source for the canvas (Path2D) and for the
 * page (<svg>), so that a kind looks the same in both.
 */
import type { GlyphName } from './kind-looks'

export const glyphPaths: Record<GlyphName, string> = {
  disc: 'M0-.8A.8 .8 0 1 1 0 .8A.8 .8 0 1 1 0-.8Z',
  square: 'M-.72-.72H.72V.72H-.72Z',
  diamond: 'M0-1L1 0L0 1L-1 0Z',
  triangle: 'M0-.9L.95 .75H-.95Z',
  cross: 'M-.3-.95H.3V-.3H.95V.3H.3V.95H-.3V.3H-.95V-.3H-.3Z',
  chevrons: 'M-1-.8H-.4L.1 0L-.4 .8H-1L-.5 0ZM0-.8H.5L1 0L.5 .8H0L.5 0Z',
  star: 'M0-1L.27-.36L.95-.31L.43 .14L.59 .81L0 .45L-.59 .81L-.43 .14L-.95-.31L-.27-.36Z',
  ring: 'M0-.9A.9 .9 0 1 1 0 .9A.9 .9 0 1 1 0-.9ZM0-.4A.4 .4 0 1 0 0 .4A.4 .4 0 1 0 0-.4Z',
  barred: 'M-.95-.7H.95V-.35H-.95ZM-.95-.15H.95V.2H-.95ZM-.95 .4H.95V.75H-.95Z',
}
