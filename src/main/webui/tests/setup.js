import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

// jsdom lacks these; React Aria and the package reader need them.
globalThis.CSS ??= {}
globalThis.CSS.escape ??= text => String(text).replace(/[^\w-]/g, char => `\\${char}`)
if (globalThis.document) afterEach(cleanup)
