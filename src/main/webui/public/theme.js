// Runs before the first paint, so that a chosen theme does not flash; see src/shell/theme.ts.
try {
  var chosen = localStorage.getItem('ekaya.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage is switched off: the system's theme holds.
}
