import { setTimeout as sleep } from 'node:timers/promises'
import { dynamicOut, exponentialBackoff, graph, job, metadata, op, out } from '@pawl/core'
import { z } from 'zod'
import { barChart } from './bar-chart.ts'

const Tree = z.object({ row: z.string(), number: z.int(), kilograms: z.number() })
const Row = z.object({ row: z.string(), trees: z.array(Tree) })
const RowSum = z.object({ row: z.string(), trees: z.int(), kilograms: z.number() })

const countTrees = op({
  name: 'count_trees',
  description: 'Walks the orchard and counts what grows.',
  config: z.object({
    rows: z.int().positive().max(500).default(24).describe('How many rows the orchard has.'),
    season: z.enum(['spring', 'summer', 'autumn']).default('autumn').describe('When the picking is done.'),
    sorts: z.array(z.string()).default(['Boskoop', 'Gravensteiner']),
    notify: z.object({ address: z.string(), urgent: z.boolean().default(false) }).optional(),
  }),
  out: z.array(Tree),
  tags: { kind: 'source' },
  codeVersion: '3',
  async run({ config, log }) {
    log.info(`Counting ${config.rows} rows in ${config.season}`, { sorts: config.sorts })
    for (let done = 0; done <= 100; done += 5) {
      process.stdout.write(`\rcounting  ${'#'.repeat(done / 5).padEnd(20, '.')} ${done}%`)
      await sleep(8)
    }
    process.stdout.write('\n\u001b[32mcounted\u001b[0m all rows, \u001b[1;33m2 trees\u001b[0m without a label\n')
    console.error('row 7: the label of tree 3 is unreadable')
    return Array.from({ length: config.rows * 6 }, (_, index) => ({
      row: `row_${String(Math.floor(index / 6) + 1).padStart(2, '0')}`,
      number: (index % 6) + 1,
      kilograms: 20 + ((index * 37) % 31),
    }))
  },
})

const askWeather = op({
  name: 'ask_weather',
  description: 'Asks a station that is rarely up at the first try.',
  out: z.object({ celsius: z.number(), dry: z.boolean() }),
  retry: { maxRetries: 4, delaySeconds: exponentialBackoff({ base: 0.3, max: 2 }), jitter: 'full' },
  timeoutSeconds: 10,
  async run({ step, log }) {
    await sleep(120)
    if (step.attempt < 3) {
      console.error(`attempt ${step.attempt}: 503 Service Unavailable`)
      throw new Error('The weather station answered 503 Service Unavailable.')
    }
    log.info('The station answered at last')
    return { celsius: 14.5, dry: true }
  },
})

const splitRows = op({
  name: 'split_rows',
  ins: { trees: z.array(Tree) },
  out: dynamicOut(Row),
  run: (_, { trees }) =>
    [...Map.groupBy(trees, ({ row }) => row)].map(([row, each]) => ({ key: row, value: { row, trees: each } })),
})

const pickRow = op({
  name: 'pick_row',
  description: 'Picks one row; a ladder breaks now and then.',
  ins: { row: Row },
  out: RowSum,
  retry: { maxRetries: 2, delaySeconds: 0.2 },
  async run({ step, addOutputMetadata }, { row }) {
    await sleep(60 + (row.trees[0]?.kilograms ?? 0) * 6)
    if (row.row.endsWith('7') && step.attempt === 1) throw new Error('The ladder broke.')
    const kilograms = row.trees.reduce((sum, tree) => sum + tree.kilograms, 0)
    addOutputMetadata({ kilograms })
    return { row: row.row, trees: row.trees.length, kilograms }
  },
})

const wash = op({ name: 'wash', ins: { rows: z.array(RowSum) }, out: z.array(RowSum), run: (_, { rows }) => rows })
const weigh = op({
  name: 'weigh',
  ins: { rows: z.array(RowSum) },
  out: z.array(RowSum),
  run: (_, { rows }) => rows.toSorted((a, b) => b.kilograms - a.kilograms),
})

const pack = graph('pack', {
  description: 'What happens in the packing hall.',
  ins: { rows: z.array(RowSum) },
  run: ({ rows }) => weigh({ rows: wash({ rows }) }),
})

const report = op({
  name: 'report',
  description: 'Writes the report of the harvest.',
  config: z.object({ title: z.string().default('Harvest') }),
  ins: { rows: z.array(RowSum), weather: z.object({ celsius: z.number(), dry: z.boolean() }) },
  outs: { summary: out(z.object({ kilograms: z.number() }), { asset: 'orchard/harvest' }), chart: out(z.string()) },
  run({ config, addOutputMetadata, logEvent }, { rows, weather }) {
    const kilograms = rows.reduce((sum, row) => sum + row.kilograms, 0)
    const chart = barChart(rows.slice(0, 12).map(({ row, kilograms: value }) => ({ label: row, value })))
    addOutputMetadata(
      {
        kilograms,
        dry: weather.dry,
        picked_at: metadata.timestamp(new Date()),
        prices: metadata.url('https://example.com/prices'),
        ledger: metadata.path('/srv/orchard/ledger.csv'),
        headline: metadata.markdown(
          `## ${config.title}\n\n**${kilograms} kg** from ${rows.length} rows at ${weather.celsius} °C.\n\n- best: \`${rows[0]?.row}\`\n- worst: \`${rows.at(-1)?.row}\`\n\n<b>no HTML here</b>`,
        ),
        rows: metadata.table(rows),
        settings: metadata.json({ title: config.title, weather }),
      },
      { output: 'summary' },
    )
    addOutputMetadata({ chart: metadata.plot(chart) }, { output: 'chart' })
    logEvent({ message: 'The report is written', metadata: { kilograms } })
    return { summary: { kilograms }, chart }
  },
})

export const harvest = job('harvest', {
  description: 'Picks every row of the orchard and writes what came of it.',
  owners: ['orchard-team'],
  tags: { team: 'orchard', season: 'autumn' },
  run() {
    const sums = splitRows({ trees: countTrees() }).map((row) => pickRow({ row }))
    return report({ rows: pack({ rows: sums.collect() }), weather: askWeather() })
  },
})
