/** `rowCount` and `row_count` read as "Row count"; names that are not made so stay as they are. */
export function titleOf(key: string): string {
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(key) || key.length > 60) return key
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').trim().toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
