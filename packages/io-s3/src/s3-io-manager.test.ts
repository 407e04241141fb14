import { randomUUID } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import type { StoredOutput } from '@pawl/core/plugin'
import { type Damage, damagedBytes, type IOManagerUnderTest, testIOManager } from '@pawl/testing/conformance'
import { afterAll, beforeAll } from 'vitest'
import { contentAt, contents, remove, replace } from '../test/contents.ts'
import { connection, type S3Server, startS3Server } from '../test/start-s3-server.ts'
import { s3IOManager } from './s3-io-manager.ts'
import type { S3IOManagerOptions } from './s3-options.ts'

async function damage(client: S3Client, { location }: StoredOutput, how: Damage): Promise<void> {
  const left = damagedBytes(await contentAt(client, location), how)
  return left === undefined ? remove(client, location) : replace(client, location, left)
}

function underTest(client: S3Client, options: S3IOManagerOptions): IOManagerUnderTest {
  const prefix = `pawl-test/${randomUUID()}`
  return {
    manager: s3IOManager({ ...options, prefix }),
    damage: (stored, how) => damage(client, stored, how),
    list: () => contents(client, options.bucket, prefix),
  }
}

let server: S3Server
let bucket = ''
beforeAll(async () => {
  server = await startS3Server()
  bucket = await server.bucket()
})
afterAll(() => server.stop())

testIOManager('S3 objects', { create: () => underTest(server.client, { ...connection(server.endpoint), bucket }) })

// Any other server, with the credentials and the region that the AWS SDK finds; what the tests leave lies under pawl-test/.
const { PAWL_TEST_S3_ENDPOINT: endpoint, PAWL_TEST_S3_BUCKET: givenBucket } = process.env
if (endpoint !== undefined && givenBucket !== undefined) {
  const given = { endpoint, forcePathStyle: true }
  const client = new S3Client(given)
  testIOManager(`S3 objects at ${endpoint}`, { create: () => underTest(client, { ...given, bucket: givenBucket }) })
}
