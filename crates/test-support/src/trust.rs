//! A certificate of the tests' own for `localhost`.

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

/// Something to speak over.
pub trait Speech: Read + Write + Send {}
impl<T: Read + Write + Send> Speech for T {}

/// A server's identity and its certificate, to be trusted by the program.
#[derive(Clone)]
pub struct Identity {
    config: Arc<ServerConfig>,
    /// The certificate as PEM.
    pub certificate: String,
}

impl Identity {
    /// A new one.
    pub fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate can be made");
        let chain = vec![CertificateDer::from(made.cert.der().to_vec())];
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key just made can be read");
        let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
            .expect("a certificate just made fits its key");
        Self { config: Arc::new(config), certificate: made.cert.pem() }
    }

    /// Speaks encrypted from here on.
    pub fn encrypt(&self, stream: TcpStream) -> Box<dyn Speech> {
        let connection = ServerConnection::new(Arc::clone(&self.config)).expect("the settings are sound");
        Box::new(StreamOwned::new(connection, stream))
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self::new()
    }
}
