const DAYS_DEFAULT = 30;
const DAYS_MAX = 366;
const DAY_MILLIS = 86_400_000;

/** Orders, revenue and best sellers over the last days before the newest order. Input: `{"days": 30}`. */
export default async function ({ input, settings, host }) {
  const days = checkedDays(input?.days ?? DAYS_DEFAULT);
  const ignored = settings?.ignoredStatuses ?? ['cart', 'cancelled', 'returned'];
  const query = async (sql, params) => rowObjects(await host.datasource.query(sql, params, { datasource: 'primary' }));

  const [{ newest }] = await query('SELECT max(ordered_at) AS newest FROM orders', []);
  if (!newest) {
    host.log.warn('There are no orders');
    return { days, totals: { orders: 0, customers: 0, revenue: '0.00', averageOrder: '0.00' }, byDay: [], bestSellers: [], byStatus: [] };
  }
  const from = new Date(Date.parse(`${newest.slice(0, 19)}Z`) - days * DAY_MILLIS).toISOString();

  const [totals] = await query(TOTALS, [from, ignored]);
  const report = {
    days,
    from,
    to: newest,
    totals,
    byDay: await query(BY_DAY, [from, ignored]),
    bestSellers: await query(BEST_SELLERS, [from, ignored]),
    byStatus: await query(BY_STATUS, [from]),
  };
  host.log.info('Summed up the orders', { days, orders: totals.orders });
  return report;
}

const TOTALS = `
  SELECT count(*) AS "orders", count(DISTINCT customer_id) AS "customers",
         coalesce(sum(items_total), 0)::numeric(14, 2) AS "revenue",
         coalesce(avg(items_total), 0)::numeric(14, 2) AS "averageOrder"
  FROM order_totals
  WHERE ordered_at > $1 AND NOT (status::text = ANY ($2))`;

const BY_DAY = `
  SELECT ordered_at::date AS "day", count(*) AS "orders", sum(items_total) AS "revenue"
  FROM order_totals
  WHERE ordered_at > $1 AND NOT (status::text = ANY ($2))
  GROUP BY ordered_at::date
  ORDER BY ordered_at::date DESC`;

const BEST_SELLERS = `
  SELECT p.name AS "product", sum(i.quantity) AS "quantity",
         sum(i.quantity * i.unit_price * (1 - i.discount))::numeric(14, 2) AS "revenue"
  FROM order_items i
  JOIN orders o ON o.id = i.order_id
  JOIN products p ON p.id = i.product_id
  WHERE o.ordered_at > $1 AND NOT (o.status::text = ANY ($2))
  GROUP BY p.id, p.name
  ORDER BY sum(i.quantity) DESC, p.name
  LIMIT 10`;

const BY_STATUS = `
  SELECT status, count(*) AS "orders", sum(items_total) AS "revenue"
  FROM order_totals
  WHERE ordered_at > $1
  GROUP BY status
  ORDER BY count(*) DESC, status`;

function checkedDays(days) {
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) {
    throw new RangeError(`Input days is ${JSON.stringify(days)}, expected a whole number from 1 to ${DAYS_MAX}`);
  }
  return days;
}

/** `{"columns": [{"name"}], "rows": [[…]]}` as a list of objects. */
function rowObjects({ columns, rows }) {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
}
