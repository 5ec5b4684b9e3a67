/**
 * Of every Node that tests start, their workers among them: most of what runs there runs a few times, and compiling it to
 * machine code as early as a server does takes a sixth of the processor's time. Bytes of bytecode that a function runs
 * through before V8 compiles it; 67,584 by itself. Later versions of V8 wait longer by themselves, and have no such option.
 */
export const nodeArguments: readonly string[] = process.versions.node.startsWith('20.')
  ? ['--interrupt-budget=400000']
  : []
