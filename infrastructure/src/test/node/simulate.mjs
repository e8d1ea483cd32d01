// Reads requests from the file that is the first argument, asks the simulator about each, and
// prints one line of JSON for each: the decision, or what is wrong with the request.
import { readFile } from 'node:fs/promises'
import { runSimulation } from '@cloud-copilot/iam-simulate'

const account = '123456789012'
const { policies, keyPolicy, requests } = JSON.parse(await readFile(process.argv[2], 'utf8'))

for (const { role, action, resource, context } of requests) {
  const answer = await runSimulation(
    {
      identityPolicies: [{ name: role, policy: policies[role] }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // A key's policy takes part always; without it nobody may use the key.
      ...(action.startsWith('kms:') ? { resourcePolicy: keyPolicy } : {}),
      request: {
        action,
        principal: `arn:aws:iam::${account}:role/${role}`,
        resource: { resource, accountId: account },
        contextVariables: context
      }
    },
    {}
  )
  const result = answer.overallResult ?? answer.analysis?.result ?? JSON.stringify(answer.errors ?? answer)
  console.log(JSON.stringify({ result }))
}
