export { type LosingAnswersOptions, losingAnswers } from './run-storage/losing-answers.ts'
export { seededRandom } from './seeded-random.ts'
export { type SimulatedClock, simulatedClock } from './simulated-clock.ts'
