import { type GraphQLType, getNamedType } from 'graphql'

interface TypeProps {
  readonly type: GraphQLType
  readonly onGo: (coordinate: string) => void
}

/** A type as it is written, its name a way to it. */
export function Type({ type, onGo }: TypeProps) {
  const { name } = getNamedType(type)
  const [before = '', after = ''] = String(type).split(name)
  return (
    <code className="explorer-typed">
      {before}
      <button type="button" className="explorer-link" onClick={() => onGo(name)}>
        {name}
      </button>
      {after}
    </code>
  )
}
