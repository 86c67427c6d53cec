import { Component, type ReactNode } from 'react'

/** Keeps a mistake in one view from taking the rest of the page with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <div className="empty" role="alert">
        <p className="empty-title">This part of the page broke</p>
        <button type="button" className="link" onClick={() => this.setState({ broken: false })}>Show it again</button>
      </div>
    )
  }
}
