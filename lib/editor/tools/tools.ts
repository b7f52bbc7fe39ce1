/** Every tool by name. */
import { drawTool } from './draw-tool'
import { pointTool } from './point-tool'
import { selectTool } from './select-tool'
import type { Tool, ToolName } from './tool'

export const tools: Record<ToolName, Tool> = {
  select: selectTool,
  point: pointTool,
  ellipse: drawTool('ellipse', 'Ellipse'),
  box: drawTool('box', 'Box'),
}
