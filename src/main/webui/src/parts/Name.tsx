import { visible } from './visible'

/** A name that an app, a package or a person chose: text, apart from the direction around it, without hidden characters. */
export function Name({ text }: { text: string | null | undefined }) {
  return <bdi>{visible(text ?? '')}</bdi>
}
