/** Gives the reader a file that was made here; `name` is cut down to letters that every file system takes. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName(name)
  link.click()
  // The click has begun the download; a browser may still read from the address in this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export function fileName(name: string): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.[a-z]{1,5})?$/s.exec(name) ?? []
  return (stem.normalize('NFKD').replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'output').toLowerCase() + ending
}
