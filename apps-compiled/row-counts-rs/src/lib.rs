//! Counts the rows of each table of the bound datasource. The same app in JavaScript is `apps-js/row-counts`; both give equal output.

mod host;

use host::HostError;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

#[derive(Deserialize)]
struct Context {
    input: Value,
}

#[derive(Serialize)]
struct Output {
    tables: Vec<Counted>,
    total: u64,
}

#[derive(Serialize)]
struct Counted {
    table: String,
    /// Null where counting failed; then `problem` is the host's code.
    rows: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Called once by the host with the run's context as JSON; answers the output as JSON.
fn run(context: &[u8]) -> Result<Vec<u8>, HostError> {
    let context: Context = serde_json::from_slice(context).map_err(HostError::bad_json)?;
    let tables: Vec<Counted> = table_names(&context.input)?.iter().map(count).collect();
    let total = tables.iter().filter_map(|table| table.rows).sum();
    host::log("info", "Counted the rows", json!({ "tables": tables.len(), "total": total }))?;
    serde_json::to_vec(&Output { tables, total }).map_err(HostError::bad_json)
}

/// Schema and name of each table, views left out, page by page.
fn table_names(input: &Value) -> Result<Vec<(String, String)>, HostError> {
    let mut names = Vec::new();
    let mut page = json!(1);
    while page.is_number() {
        let mut request = json!({ "datasource": "primary", "page": page });
        if input["tables"].is_array() {
            request["tables"] = input["tables"].clone();
        }
        let schema = host::call("datasource_schema", &request)?;
        for table in schema["tables"].as_array().into_iter().flatten() {
            if table["kind"] == "table" {
                names.push((text(&table["schema"]), text(&table["name"])));
            }
        }
        page = schema["nextPage"].clone();
    }
    Ok(names)
}

/// A table that cannot be counted, because the login may not read it for example, is part of the answer and no failure of the run.
fn count((schema, name): &(String, String)) -> Counted {
    let sql = format!("SELECT count(*) AS rows FROM {}.{}", quoted(schema), quoted(name));
    let answer = host::call("datasource_query", &json!({ "sql": sql, "params": [], "datasource": "primary" }));
    let (rows, problem) = match answer {
        Ok(result) => (Some(whole(&result["rows"][0][0])), None),
        Err(error) => (None, Some(error.code)),
    };
    Counted { table: format!("{}.{}", schema, name), rows, problem }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

/// 64-bit numbers that a double cannot hold come as strings.
fn whole(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0)
}
