import { readFileSync } from 'node:fs'
import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { parse } from 'graphql'
import { withoutSecurityLinks } from '../../../gateway/supergraph/security-links.ts'

// Apollo Server with ApolloGateway as its own documentation starts them; no reports to the vendor.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true'
const text = readFileSync(process.env['BENCH_SUPERGRAPH'] ?? '', 'utf8')
const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: withoutSecurityLinks(text, parse(text)) }),
})
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })
console.log(`stock ${url}`)
process.once('SIGTERM', () => {
  void server.stop()
})
