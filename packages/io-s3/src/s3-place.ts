export interface S3Place {
  readonly bucket: string
  readonly key: string
}

/** The key stands as it is, not as in a URL: this is what the AWS command line takes. */
export const locationOf = ({ bucket, key }: S3Place): string => `s3://${bucket}/${key}`

/** Undefined for what is no location of an S3 object: a path, when outputs used to be files. */
export function placeOf(location: string): S3Place | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(location) ?? []
  return bucket === undefined || key === undefined ? undefined : { bucket, key }
}
