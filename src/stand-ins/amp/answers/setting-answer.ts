type Json = Readonly<Record<string, unknown>>;

/** A setting as AMP describes it; whole numbers and words for true and false come typed. */
export function settingOf(node: string, value: string): Json {
  const { type, current } = typed(value);
  return {
    Node: node,
    Name: node.slice(node.lastIndexOf('.') + 1),
    Description: '',
    Category: node.slice(0, node.indexOf('.')),
    Subcategory: '',
    CurrentValue: current,
    ValType: type,
    InputType: type === 'Boolean' ? 'checkbox' : 'text',
    ReadOnly: false,
    ReadOnlyProvision: false,
    IsProvisionSpec: false,
    AlwaysAllowRead: false,
    Required: false,
    RequiresRestart: true,
    Actions: [],
    Attributes: {},
    EnumValuesAreDeferred: false,
    MaxLength: 0,
    Order: 0,
    Keywords: '',
    Meta: '',
    Placeholder: '',
    Suffix: '',
    Tag: '',
  };
}

function typed(value: string): { readonly type: string; readonly current: unknown } {
  if (/^(?:true|false)$/i.test(value)) return { type: 'Boolean', current: value.toLowerCase() === 'true' };
  return /^-?\d{1,9}$/.test(value)
    ? { type: 'Int32', current: Number(value) }
    : { type: 'String', current: value };
}
