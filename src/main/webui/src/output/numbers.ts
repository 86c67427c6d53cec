const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 12 })
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 12, useGrouping: false })
const naming = /(?:^|[_\s-])(?:[Ii]d|ID|oid|pid|[Kk]ey|[Cc]ode|[Zz]ip|[Yy]ear|[Pp]ort)$|[a-z](?:Id|ID|Key|Code|Year|Port)$/

/** Whether numbers of this name name something rather than count it: `order_id`, `year`. They are never grouped. */
export function isNaming(key: string): boolean {
  return naming.test(key)
}

/** Thousands are grouped from the first, so that a column's digits line up. */
export function numberText(value: number, key = ''): string {
  return (isNaming(key) ? plain : grouped).format(value)
}
