//! The header of every call that writes: repeated with its key, a call counts once.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Required, Type};

/// Calls that only read although they are sent as writes, or that hand out a secret, which is not kept.
const NOT_COUNTED: [&str; 8] = [
    "/bookings/find",
    "/desk/session",
    "/desk/session/password",
    "/screens/pairing",
    "/screens/pairing/{poll_token}/claim",
    "/screens/address",
    "/screens/{id}/address",
    "/demo/clock",
];

/// Adds `Idempotency-Key` to a call that takes it.
pub fn add(method: &str, path: &str, operation: &mut Operation) {
    if method != "get" && !NOT_COUNTED.iter().any(|not| path.ends_with(not)) {
        operation.parameters.get_or_insert_default().push(key().into());
    }
}

fn key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "1 to 200 visible ASCII characters, best 32 random hexadecimal digits. The same key with the same body is \
             done once and answered alike, for 24 hours, at the desk for 8 days.",
        ))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}
