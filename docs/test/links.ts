import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Page, REPOSITORY, readPage } from './pages.ts'

const LINK = /!?\[(?:[^\]\\]|\\.)*\]\(([^)\s]+)\)/g
const FENCED = /^\s*(`{3,})[\s\S]*?^\s*\1\s*$/gm

/** What a heading is called in an address, as repositories' hosts do it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

const withoutCode = (text: string): string => text.replaceAll(FENCED, '')

const anchorsOf = ({ text }: Page): readonly string[] =>
  [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

function isBroken(page: Page, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page.path : join(dirname(page.path), path)
  if (!existsSync(join(REPOSITORY, file))) return true
  if (anchor === undefined || statSync(join(REPOSITORY, file)).isDirectory()) return false
  return !anchorsOf(readPage(file)).includes(anchor)
}

/** Links of a page to files and headings that do not exist. */
export const brokenLinks = (page: Page): readonly string[] =>
  [...withoutCode(page.text).matchAll(LINK)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target) && isBroken(page, target))
