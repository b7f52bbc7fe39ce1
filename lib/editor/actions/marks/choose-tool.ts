import type { MarksEditor } from '../../marks/marks-editor'
import type { ToolName } from '../../tools/tool'
import { tools } from '../../tools/tools'
import type { Action } from '../action'

const toolKeys: Record<ToolName, string> = { select: 'v', point: 'p', ellipse: 'e', box: 'b' }

export const chooseTool = (tool: ToolName): Action<{ editor: MarksEditor }> => ({
  name: `tool.${tool}`,
  label: tools[tool].label,
  group: 'Tools',
  keys: [{ key: toolKeys[tool] }],
  perform: ({ editor }) => editor.chooseTool(tool),
})
