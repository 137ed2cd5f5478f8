import { type MethodRow, type MethodTable, parameterType } from '../description/method-table.ts';

type Json = Readonly<Record<string, unknown>>;

/** What GetAPISpec tells: the methods of one layer, by module. */
export function describeMethods(
  methods: MethodTable,
  isDescribed: (name: string, row: MethodRow) => boolean,
): Json {
  const modules = new Map<string, Record<string, Json>>();
  for (const [name, row] of methods) {
    if (!isDescribed(name, row)) continue;
    const [module = '', method = ''] = name.split('/');
    modules.set(module, { ...modules.get(module), [method]: describeMethod(row) });
  }
  return Object.fromEntries(modules);
}

function describeMethod({ parameters, returns }: MethodRow): Json {
  return {
    Description: '',
    Parameters: Object.entries(parameters).map(([name, type]) => {
      const { typeName, isOptional } = parameterType(type);
      return { Name: name, TypeName: typeName, Description: '', Optional: isOptional };
    }),
    ReturnTypeName: returns,
    IsComplexType: !/^(?:Void|Boolean|Dictionary<String, String>)$/.test(returns),
  };
}
