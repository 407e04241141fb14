import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ShownTag } from '../ui/tag-list.tsx'

/** From a tag to all runs that have it. */
export const TagLink = ({ tag, children }: { readonly tag: ShownTag; readonly children: ReactNode }) => (
  <Link to="/runs" search={{ tag: [`${tag.key}=${tag.value}`] }}>
    <span className="visually-hidden">Runs tagged </span>
    {children}
  </Link>
)
