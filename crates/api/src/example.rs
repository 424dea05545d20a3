//! Examples of request bodies, next to their types, for the OpenAPI document.

/// The name of a type's schema: the type's own, unless another follows.
#[cfg(any(feature = "schema", test))]
macro_rules! schema_name {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $schema:ident) => {
        stringify!($schema)
    };
}

/// Declares a JSON example for wire types, and a test that each example can be parsed as its type without losing a
/// field.
macro_rules! examples {
    ($($name:ident $(as $schema:ident)? = $json:literal),+ $(,)?) => {
        /// The JSON example of each body, by the name of its schema.
        #[cfg(any(feature = "schema", test))]
        pub const EXAMPLES: &[(&str, &str)] = &[$(($crate::example::schema_name!($name $($schema)?), $json)),+];

        #[cfg(test)]
        #[test]
        fn every_example_is_of_its_type() {
            $($crate::example::check::<$name>($json);)+
        }
    };
}

pub(crate) use examples;
#[cfg(any(feature = "schema", test))]
pub(crate) use schema_name;

/// Panics unless the example can be parsed as its type and serialised again with all its fields.
pub fn check<T: serde::de::DeserializeOwned + serde::Serialize>(example: &str) {
    let example: serde_json::Value = serde_json::from_str(example).expect("an example is JSON");
    let read: T = serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{error}: {example:#}"));
    let written = serde_json::to_value(read).expect("the wire is JSON");
    assert!(contains(&written, &example), "{example:#} was read as {written:#}");
}

/// Whether `whole` contains all fields and values of `part`; it may have more.
pub fn contains(whole: &serde_json::Value, part: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Null, Object};
    match (whole, part) {
        (Object(whole), Object(part)) => {
            part.iter().all(|(name, part)| contains(whole.get(name).unwrap_or(&Null), part))
        }
        (Array(whole), Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| contains(whole, part))
        }
        _ => whole == part,
    }
}
