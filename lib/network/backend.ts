/**
 * Chooses what computes: TensorFlow's native library through tfjs-node where it loads, else WebAssembly. tfjs is loaded
 * on the first call and not before, so that importing this room's types costs nothing. No code beyond this file knows
 * which backend it runs on; a graphics card needs only tfjs-node-gpu in the place of tfjs-node.
 */
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { env } from '@/lib/env'
import { composedKernels } from './kernels/composed'
import type { Kernels } from './kernels/kernels'
import { nativeKernels } from './kernels/native'
import { hasOwnConvolutions } from './kernels/native-convolve'
import type { Tf } from './tf'
import { composeConvGradients } from './wasm-conv-gradients'

export type BackendName = 'tensorflow' | 'wasm'
export type Backend = {
  tf: Tf
  name: BackendName
  /** Of tfjs and, for the native backend, of the TensorFlow library below it, and whether our convolutions are there. */
  version: string
  /** Bit-equal results are promised for one backend and one thread count only. */
  threads: number
  kernels: Kernels
}

const require = createRequire(import.meta.url)
const chosen = new Map<BackendName | 'best', Promise<Backend>>()

/**
 * The backend of this process: loaded once, made current on every call.
 * @param prefer a backend by name, for comparisons; by default the fastest that loads
 * @throws Error where the preferred one does not load
 */
export async function selectBackend({ prefer }: { prefer?: BackendName } = {}): Promise<Backend> {
  const key = prefer ?? 'best'
  const loading = chosen.get(key) ?? load(prefer)
  chosen.set(key, loading)
  const backend = await loading
  if (backend.tf.getBackend() !== backend.name) await backend.tf.setBackend(backend.name)
  return backend
}

async function load(prefer: BackendName | undefined): Promise<Backend> {
  if (prefer === 'tensorflow') return loadNative()
  if (prefer === 'wasm') return loadWasm()
  return isNativeUsable() ? loadNative() : loadWasm()
}

/** Loading is the only honest question: a library can be there and still miss a symbol of this machine's C library. */
function isNativeUsable(): boolean {
  try {
    requireNative()
    return true
  } catch (error) {
    nativeError = error instanceof Error ? error.message : String(error)
    return false
  }
}

let nativeError: string | undefined

/** Why the native backend did not load in this process; undefined while nothing was tried or it did. */
export const whyNotNative = (): string | undefined => nativeError

function requireNative(): Tf {
  restoreRemovedUtil()
  return require('@tensorflow/tfjs-node')
}

/** tfjs-node still calls two functions of `node:util` that Node 23 removed. */
function restoreRemovedUtil() {
  const util: Record<string, unknown> = require('node:util')
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  util.isArray ??= Array.isArray
}

async function loadNative(): Promise<Backend> {
  const tf = requireNative()
  await tf.setBackend('tensorflow')
  const native: { binding?: { TF_Version?: string } } & object = tf.engine().backend
  const library = native.binding?.TF_Version ?? 'of unknown version'
  const threads = env().tensorFlowThreads || os.availableParallelism()
  const isOwn = hasOwnConvolutions(tf)
  const version = `tfjs ${tf.version['tfjs-core']} on TensorFlow ${library}${isOwn ? ', own convolutions' : ''}`
  return { tf, name: 'tensorflow', version, threads, kernels: nativeKernels(tf, isOwn ? threads : null) }
}

async function loadWasm(): Promise<Backend> {
  const tf: Tf = require('@tensorflow/tfjs')
  const wasm: { setWasmPaths(folder: string): void } = require('@tensorflow/tfjs-backend-wasm')
  wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}${path.sep}`)
  composeConvGradients(tf)
  await tf.setBackend('wasm')
  const version = `tfjs ${tf.version['tfjs-core']} on WebAssembly`
  return { tf, name: 'wasm', version, threads: 1, kernels: composedKernels(tf) }
}
