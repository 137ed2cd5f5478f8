import { appOperations } from './apps.ts';
import { commentOperations } from './comments.ts';
import { deploymentOperations } from './deployments.ts';
import { gitDataOperations } from './git-data.ts';
import { issueOperations } from './issues.ts';
import type { Operation } from './operation.ts';
import { peopleOperations } from './people.ts';
import { pullOperations } from './pulls.ts';
import { statusOperations } from './statuses.ts';

/** Every operation that the stand-in carries out, by the name in GitHub's description. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    appOperations,
    commentOperations,
    deploymentOperations,
    gitDataOperations,
    issueOperations,
    peopleOperations,
    pullOperations,
    statusOperations,
  ].flatMap((group) => Object.entries(group)),
);
