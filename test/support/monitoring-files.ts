import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const MONITORING = join(import.meta.dirname, '../../deploy/prometheus');
export const RULES = join(MONITORING, 'homeamp-alerts.yaml');
const GRAFANA = join(import.meta.dirname, '../../deploy/grafana');

/** One alert of the rules that homeamp comes with. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** In the order of the file. */
export function readAlerts(): readonly Alert[] {
  const { groups } = parse(readFileSync(RULES, 'utf8')) as {
    readonly groups: readonly { readonly rules: readonly Alert[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

export interface PanelTarget {
  readonly refId: string;
  readonly datasource: unknown;
  readonly expr: string;
  readonly legendFormat: string;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: unknown;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly PanelTarget[];
}

export interface Dashboard {
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: string | { readonly query: string } }[];
  };
}

export const DASHBOARDS = ['homeamp-fleet.json', 'homeamp-host.json'] as const;

export function readDashboard(name: (typeof DASHBOARDS)[number]): Dashboard {
  return JSON.parse(readFileSync(join(GRAFANA, name), 'utf8')) as Dashboard;
}

/** A query as Prometheus gets it from Grafana, or from its own rules. */
export interface NamedQuery {
  readonly where: string;
  readonly expr: string;
  /** Words of the legend, or of the texts of an alert, that name labels. */
  readonly shownLabels: readonly string[];
}

/** Every query of both dashboards, those of their variables included. */
export function dashboardQueries(): readonly NamedQuery[] {
  return DASHBOARDS.flatMap((name) => {
    const { title, panels, templating } = readDashboard(name);
    const ofPanels = panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr, legendFormat, refId }) => ({
        where: `${title}: ${panel.title} ${refId}`,
        expr,
        shownLabels: labelsShown(legendFormat),
      })),
    );
    const ofVariables = templating.list.flatMap((variable) => {
      const text = typeof variable.query === 'string' ? '' : variable.query.query;
      const [, expr, label] = /^label_values\((.*), (\w+)\)$/.exec(text) ?? [];
      const where = `${title}: variable ${variable.name}`;
      return expr === undefined || label === undefined ? [] : [{ where, expr, shownLabels: [label] }];
    });
    return [...ofPanels, ...ofVariables];
  });
}

export function alertQueries(): readonly NamedQuery[] {
  return readAlerts().map(({ alert, expr, annotations }) => ({
    where: alert,
    expr,
    shownLabels: Object.values(annotations).flatMap(labelsShown),
  }));
}

function labelsShown(text: string): readonly string[] {
  return [...text.matchAll(/\{\{\s*(?:\$labels\.)?([a-z_]+)\s*\}\}/g)].map(([, name]) => name ?? '');
}
