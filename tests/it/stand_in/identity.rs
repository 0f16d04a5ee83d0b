//! Certificates, made anew for each test.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

/// A certificate authority of one's own.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// One that nobody trusts yet.
    pub fn new() -> Self {
        let mut params = server(&["127.0.0.1"]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![
            KeyUsagePurpose::KeyCertSign,
            KeyUsagePurpose::DigitalSignature,
        ];
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    /// Its certificate, as `--ca-cert` reads it.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A server certificate for these names and IP addresses, right or wrong.
    pub fn identity(&self, names: &[&str]) -> Identity {
        self.sign(server(names))
    }

    /// The same, out of date since 2001.
    pub fn expired_identity(&self, names: &[&str]) -> Identity {
        let mut params = server(names);
        params.not_after = date_time_ymd(2001, 1, 1);
        self.sign(params)
    }

    /// The authority's own certificate, as many a self-signed one is.
    pub fn own_identity(&self) -> Identity {
        Identity::new(self.0.der(), self.0.key())
    }

    fn sign(&self, params: CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity::new(certificate.der(), &key)
    }
}

fn server(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

/// What a TLS server shows: a certificate, and the key to it.
pub struct Identity(Arc<ServerConfig>);

impl Identity {
    fn new(certificate: &CertificateDer<'static>, key: &KeyPair) -> Self {
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        // named, since nobody has chosen a provider for the process
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key.into())
            .unwrap();
        Self(Arc::new(config))
    }

    /// As rustls wants it.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.0)
    }
}
