// The window's own source, for the tests that read it.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..', 'src')

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : [path]
  })
}

export interface Source {
  path: string
  text: string
}

export const sources: Source[] = walk(root).map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
export const code = sources.filter(({ path }) => /\.(ts|svelte)$/.test(path))
export const product = code.filter(({ path }) => !/^ipc\/fake/.test(path))
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')
