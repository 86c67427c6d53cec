//! The native ABI: one import to call the host, two exports that the host calls. An i64 is `pointer << 32 | length`.

use serde_json::{json, Value};

#[link(wasm_import_module = "ekaya")]
extern "C" {
    fn host_call(name: *const u8, name_length: usize, arguments: *const u8, arguments_length: usize) -> i64;
}

/// A refusal by the host. `code` is one of `NOT_PERMITTED`, `NOT_FOUND`, `LIMIT` and so on.
pub struct HostError {
    pub code: String,
    pub message: String,
}

impl HostError {
    pub fn bad_json(error: serde_json::Error) -> HostError {
        HostError { code: "INTERNAL".to_string(), message: error.to_string() }
    }
}

/// Calls a host function by its wire name and opens the envelope of its answer.
pub fn call(name: &str, arguments: &Value) -> Result<Value, HostError> {
    let arguments = arguments.to_string();
    // SAFETY: both slices live until the call returns, and the host keeps neither.
    let answer = unsafe { owned(host_call(name.as_ptr(), name.len(), arguments.as_ptr(), arguments.len())) };
    let mut envelope: Value = serde_json::from_slice(&answer).map_err(HostError::bad_json)?;
    if envelope["ok"] == true {
        return Ok(envelope["result"].take());
    }
    let part = |key: &str| envelope["error"][key].as_str().unwrap_or("INTERNAL").to_string();
    Err(HostError { code: part("code"), message: part("message") })
}

pub fn log(level: &str, message: &str, fields: Value) -> Result<(), HostError> {
    call("log", &json!({ "level": level, "message": message, "fields": fields })).map(|_| ())
}

/// Memory that the host writes into. What it wrote is ours from then on.
#[no_mangle]
pub extern "C" fn ekaya_alloc(size: usize) -> *mut u8 {
    Box::into_raw(vec![0; size].into_boxed_slice()) as *mut u8
}

/// Runs the app once. Answers the output, or 0 after logging why there is none.
#[no_mangle]
pub extern "C" fn ekaya_run(pointer: usize, length: usize) -> i64 {
    // SAFETY: the host wrote the context into memory that it asked `ekaya_alloc` for, and passes it once.
    let context = unsafe { owned((pointer as i64) << 32 | length as i64) };
    match crate::run(&context) {
        Ok(output) => given(output),
        Err(error) => {
            // When even logging fails there is nobody left to tell.
            let _ = log("error", &error.message, json!({ "code": error.code }));
            0
        }
    }
}

/// Takes over what the host wrote; it is freed when the box goes.
unsafe fn owned(packed: i64) -> Box<[u8]> {
    let (pointer, length) = ((packed as u64 >> 32) as usize, packed as u32 as usize);
    Box::from_raw(std::slice::from_raw_parts_mut(pointer as *mut u8, length))
}

/// Leaves the bytes to the host; the instance ends after it.
fn given(bytes: Vec<u8>) -> i64 {
    let bytes = Box::leak(bytes.into_boxed_slice());
    (bytes.as_ptr() as i64) << 32 | bytes.len() as i64
}
