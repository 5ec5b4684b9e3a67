import { getPriority } from 'node:os'
import { threadId } from 'node:worker_threads'
import { serveWork } from './serve-work.ts'

// Runs in the threads of work-thread.test.ts.
serveWork((work: string): string | number => {
  if (work === 'priority') return getPriority()
  if (work === 'thread') return threadId
  if (work === 'fail') throw new Error('expected a letter')
  if (work === 'forever') for (;;) Math.random()
  const kept: string[][] = []
  if (work === 'much') for (;;) kept.push(Array.from({ length: 1000 }, () => `${Math.random()}`))
  return work.toUpperCase()
})
