/** Lists the tables that nobody has described, and has the project's language model draft a sentence for each. Without a model the list is all. */
const DRAFTS_MAX = 20;
const COLUMNS_MAX = 40;

const ANSWER = {
  type: 'object',
  properties: {
    drafts: {
      type: 'array',
      items: {
        type: 'object',
        properties: { table: { type: 'string' }, text: { type: 'string', maxLength: 200 } },
        required: ['table', 'text'],
      },
    },
  },
  required: ['drafts'],
};

export default async function ({ host }) {
  const undescribed = (await tables(host)).filter(({ comment }) => !comment);
  const { drafts, note } = await drafted(host, undescribed.slice(0, DRAFTS_MAX));
  host.log.info('Looked for tables without a comment', { found: undescribed.length, drafted: drafts.size });
  return {
    undescribed: undescribed.length,
    note,
    tables: undescribed.map((table) => ({
      table: named(table),
      columns: table.columns.length,
      draft: drafts.get(named(table)) ?? null,
    })),
  };
}

async function tables(host) {
  const found = [];
  let page = 1;
  while (page) {
    const schema = await host.datasource.schema({ datasource: 'primary', page });
    found.push(...schema.tables.filter(({ kind }) => kind === 'table'));
    page = schema.nextPage;
  }
  return found;
}

/** What a model says is a draft: only of tables that it was asked about, and only for people to read. */
async function drafted(host, asked) {
  if (asked.length === 0) {
    return { drafts: new Map(), note: 'Every table has a comment.' };
  }
  try {
    const { json, model } = await host.llm.generate({
      system: 'You describe tables of a database to colleagues, each in one plain sentence. Say nothing that the names do not tell.',
      prompt: JSON.stringify(asked.map(outlined)),
      schema: ANSWER,
      temperature: 0,
      maxTokens: 2000,
      cacheKey: 'drafts',
    });
    const names = new Set(asked.map(named));
    const drafts = new Map(json.drafts.filter(({ table }) => names.has(table)).map(({ table, text }) => [table, text]));
    return { drafts, note: `Drafts are by ${model}. Check each before it becomes a comment.` };
  } catch (error) {
    if (!error.code) {
      throw error;
    }
    return { drafts: new Map(), note: `No drafts: ${error.message}` };
  }
}

/** Names and types alone: no row is read, so none is sent. */
function outlined(table) {
  return {
    table: named(table),
    columns: table.columns.slice(0, COLUMNS_MAX).map(({ name, type }) => `${name} ${type}`),
  };
}

function named({ schema, name }) {
  return `${schema}.${name}`;
}
