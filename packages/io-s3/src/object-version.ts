/** What tells one content of a key from the next: the version where the bucket keeps versions, else the ETag. */
export interface ObjectVersion {
  readonly versionId?: string
  /** In its double quotes, as S3 writes it. */
  readonly etag?: string
}

// Suspended versioning calls what it writes "null", and replaces it.
const isVersionId = (id: string | undefined): id is string => id !== undefined && id !== '' && id !== 'null'

export const objectVersion = (versionId: string | undefined, etag: string | undefined): ObjectVersion => ({
  ...(isVersionId(versionId) ? { versionId } : {}),
  ...(etag === undefined ? {} : { etag }),
})

/** As a record keeps it. An ETag stands in quotes, which no version id contains. */
export const recordedVersion = ({ versionId, etag }: ObjectVersion): string | undefined => versionId ?? etag

/** The version to ask for; an ETag cannot be asked for. */
export const recordedVersionId = (recorded: string | undefined): Pick<ObjectVersion, 'versionId'> =>
  recorded === undefined || recorded.endsWith('"') ? {} : { versionId: recorded }

/** Whether a record can speak of this content; where either is not known it is believed. */
export const fitsVersion = (recorded: string | undefined, { versionId, etag }: ObjectVersion): boolean =>
  recorded === undefined || (versionId === undefined && etag === undefined) || recorded === versionId || recorded === etag
