// What the screens of programs share.
import type { ProgramDraft, ProgramState } from '../ipc/bindings'
import { sentenceText } from '../lib/programWords'
import type { Tone } from '../parts/tone'

export const PROGRAM_TONE: Record<ProgramState, Tone> = { ready: 'neutral', not_started: 'info', in_force: 'good', paused: 'warn', ended: 'bad' }

/** The summary as lines, for what changed in it. */
export const summaryLines = ({ summary }: ProgramDraft): string[] => summary.map((one) => '    '.repeat(one.depth) + sentenceText(one))

export const tomlLines = ({ toml }: ProgramDraft): string[] => toml.replace(/\n$/, '').split('\n')
