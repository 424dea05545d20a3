//! An example of every body that is sent, beside its type, for the API's document.

/// Gives types of the wire an example each, as JSON, and a test that reads each as its type and loses nothing of it.
macro_rules! examples {
    ($($name:ident = $json:literal),+ $(,)?) => {
        /// An example of each body, by the name of its type (JSON).
        #[cfg(any(feature = "schema", test))]
        pub const EXAMPLES: &[(&str, &str)] = &[$((stringify!($name), $json)),+];

        #[cfg(test)]
        #[test]
        fn every_example_is_of_its_type() {
            $($crate::example::check::<$name>($json);)+
        }
    };
}

pub(crate) use examples;

/// Panics unless the example can be read as its type and written again with all that it says.
pub fn check<T: serde::de::DeserializeOwned + serde::Serialize>(example: &str) {
    let example: serde_json::Value = serde_json::from_str(example).expect("an example is JSON");
    let read: T = serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{error}: {example:#}"));
    let written = serde_json::to_value(read).expect("the wire is JSON");
    assert!(contains(&written, &example), "{example:#} was read as {written:#}");
}

/// Whether all that `part` says is in `whole`, which may say more.
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
