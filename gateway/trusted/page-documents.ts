/**
 * What the page asks of its own accord, beside me.graphql. The gateway answers these texts to it also where the page may ask
 * registered documents alone: change them here, and nowhere else.
 */
export const pageDocuments = {
  /** Who read a ministry's data, by day. */
  readers: `query Readers($ministry: ID!, $from: Date!, $to: Date!) {
  ministryReaders(ministry: $ministry, from: $from, to: $to) {
    day roles agency client purpose { id title titleEn } dataClass requests persons
  }
}`,
  /** The journal's records that fit a search. */
  inspect: `query Inspect(
  $from: DateTime!, $to: DateTime!, $after: String, $emergency: Boolean, $caller: ID, $person: PersonalId,
  $agency: String, $role: String, $purpose: ID, $dataClass: String, $coordinate: String, $verdict: String,
  $code: String, $requestId: String
) {
  accessSearch(
    from: $from, to: $to, first: 50, after: $after, emergency: $emergency, caller: $caller, person: $person,
    agency: $agency, role: $role, purpose: $purpose, dataClass: $dataClass, coordinate: $coordinate,
    verdict: $verdict, code: $code, requestId: $requestId
  ) {
    nodes {
      id at caller roles agency client purpose { id title titleEn reference } emergency operation verdict
      coordinates conditions classes personCount requestId gateway status
    }
    hasNextPage
    endCursor
  }
}`,
  /** Emergency accesses for the review afterwards, newest first. */
  emergencies: `query Emergencies($open: Boolean, $caller: ID, $after: String) {
  emergencyAccesses(open: $open, caller: $caller, first: 30, after: $after) {
    nodes {
      id at dueAt overdue finding version findings { version at reviewer finding note } caller roles agency
      purpose { id title titleEn reference } scenario scenarioVersion reason parameters { name values } intact requests
      refused personCount classes operations
    }
    hasNextPage
    endCursor
  }
}`,
  /** Adds a finding about an emergency access. */
  review: `mutation Review($key: String!, $id: ID!, $version: Int!, $finding: ReviewFinding!, $note: String!) {
  reviewEmergency(key: $key, id: $id, version: $version, finding: $finding, note: $note) { version }
}`,
  /** The communes of a province. */
  communes: `query CommunesOfProvince($province: ID!) {
  communes(where: { provinceCode: { eq: $province }, validTo: { isNull: true } }, orderBy: [{ field: NAME }], first: 300) {
    nodes { code name }
  }
}`,
  /** Credentials that read data of many persons within a day. */
  bulkAlerts: `query Bulk($threshold: Int!, $from: DateTime!, $to: DateTime!) {
  bulkAlerts(window: DAY, threshold: $threshold, from: $from, to: $to) { caller windowStart persons requests }
}`,
  /** Whether the journal is whole. */
  auditChains: `query Chains { auditChains {
  chains { chain gateway verifiedSeq signedSeq verifiedAt complete }
  problems { chain seq kind }
} }`,
  /** Every indicator in one area, as it stands now. */
  scoreboard: `query Scoreboard($area: ID!) {
  indicators(first: 200, orderBy: [{ field: CODE }]) {
    nodes { code name nameEn unit unitEn frequency owner direction decimals byProvince method }
  }
  indicatorScoreboard(area: $area) {
    indicatorCode period value status state reason asOf confirmedAt late synthetic sources quality target warning alert
    standing lastYear changePercent trend { period value }
  }
}`,
  /** One indicator: what it is, its values in one area, those of the provinces in a period. */
  indicator: `query Indicator($code: ID!, $area: ID!) {
  indicator(code: $code) {
    code version name nameEn description descriptionEn unit unitEn frequency owner direction rule scale decimals share
    byProvince method report reportDigest numeratorPath denominatorPath freshnessHours
    targets { areaCode validFrom target warning alert }
    versions { version recordedAt }
  }
  indicatorSeries(indicator: $code, area: $area) {
    period periodStart value numerator denominator status state reason asOf synthetic target standing lastYear changePercent
  }
  observations(
    where: { indicatorCode: { eq: $code }, areaCode: { eq: $area } }
    orderBy: [{ field: RECORDED_AT, direction: DESC }, { field: PERIOD_START, direction: DESC }, { field: ID }], first: 30
  ) {
    nodes {
      id period revision value status state reason asOf confirmedAt recordedAt supersededAt method queryId sources quality
      synthetic
    }
  }
}`,
  /** The provinces by an indicator's values of a period. */
  ranking: `query Ranking($code: ID!, $period: String!) {
  indicatorRanking(indicator: $code, period: $period) {
    method confidence synthetic
    places { areaCode rank bestRank worstRank value lower upper state }
  }
}`,
  /** How a model says that an indicator goes on in one area, and the values that it stands on. */
  forecast: `query Forecast($code: ID!, $area: ID!) {
  indicatorForecast(indicator: $code, area: $area) {
    model historyFrom historyUntil historyPoints origins mase naiveMase coverage95 synthetic
    steps { period value lower80 upper80 lower95 upper95 }
    changePoints
    outliers { period value expected }
  }
  indicatorSeries(indicator: $code, area: $area) { period value }
}`,
  /** Tasks that fit, the first due first. */
  tasks: `query Tasks($where: TaskFilter, $orderBy: [TaskOrder!], $after: String) {
  tasks(where: $where, orderBy: $orderBy, first: 24, after: $after) {
    totalCount
    nodes {
      id version parentId person work responsibility startOn dueOn result basis ministry provinceCode province { name }
      status state finishedOn synthetic
      evidence {
        version kind document indicatorCode indicator { name nameEn } areaCode period wanted observed met
        withdrawnVersion
      }
      history { version kind at actor detail }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  /** How many tasks have which status, by ministry and by province. */
  taskProgress: `query TaskProgress {
  ministries: taskGroups(groupBy: [{ field: MINISTRY }, { field: STATUS }], first: 500) {
    groups { key { ministry status } count }
  }
  provinces: taskGroups(groupBy: [{ field: PROVINCE }, { field: STATUS }], first: 500) {
    groups { key { province { code name } status } count }
  }
}`,
  /** Orders a task. */
  createTask: `mutation CreateTask($key: String!, $id: ID!, $task: TaskInput!) {
  createTask(key: $key, id: $id, task: $task) { version }
}`,
  /** Changes what a task says, or whether it is done. */
  changeTask: `mutation ChangeTask($key: String!, $id: ID!, $version: Int!, $task: TaskChangeInput!) {
  changeTask(key: $key, id: $id, version: $version, task: $task) { version }
}`,
  /** Adds what proves a task. */
  addTaskEvidence: `mutation AddTaskEvidence($key: String!, $id: ID!, $version: Int!, $evidence: TaskEvidenceInput!) {
  addTaskEvidence(key: $key, id: $id, version: $version, evidence: $evidence) { version }
}`,
  /** Takes evidence back. */
  withdrawTaskEvidence: `mutation WithdrawTaskEvidence($key: String!, $id: ID!, $version: Int!, $evidence: Int!) {
  withdrawTaskEvidence(key: $key, id: $id, version: $version, evidence: $evidence) { version }
}`,
} as const

/** Entries of one page of a reference list. */
const referencePage = 1000

/** The codes and names of a list, whose field at the root the schema names. */
export function referenceDocument(root: string): string {
  return `query Reference($after: String) { ${root}(first: ${referencePage}, after: $after) {
  nodes { code name } pageInfo { hasNextPage endCursor } } }`
}

/** Whether a text is that of a reference list. */
export function isReferenceDocument(text: string): boolean {
  const root = /^query Reference\(\$after: String\) \{ ([A-Za-z_]\w{0,99})\(/.exec(text)?.[1]
  return root !== undefined && text === referenceDocument(root)
}
