import { Loading } from '../parts/Loading'

/** The frame of every page before it is known which, in the place where it will stand. */
export function Skeleton() {
  return (
    <div className="frame">
      <div className="side">
        <div className="brand">
          <img src="/icon.svg" alt="" width="24" height="24" />
          <span>Ekaya Apps</span>
        </div>
      </div>
      <main className="page">
        <PageSkeleton />
      </main>
    </div>
  )
}

/** A page on its way, inside the frame. */
export function PageSkeleton() {
  return (
    <>
      <div className="page-head" />
      <Loading lines={6} />
    </>
  )
}
