//! Certificates that are trusted besides those of the system.
//!
//! Many a server at home shows a certificate that it signed itself and that calls itself an
//! authority, as `openssl req -x509` makes them. webpki takes no authority's certificate from a server
//! (RFC 5280, section 4.2.1.9, doesn't forbid it; browsers and curl do take it), even if that very
//! certificate is among those that are trusted. So where that is its only objection, the certificate is
//! compared with those that were given, byte for byte. It still has to be for the server's name, and
//! not to have expired.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;

/// TLS that trusts what the system trusts, and these.
pub(super) fn config(also: &[CertificateDer<'static>]) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let trust = Trust {
        issuers: Verifier::new_with_extra_roots(also.iter().cloned(), Arc::clone(&provider))?,
        given: also.to_vec(),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust))
        .with_no_client_auth();
    Ok(config)
}

/// Whether an authority's certificate was refused only because a server showed it as its own.
pub(super) fn is_authority(error: &CertificateError) -> bool {
    // the type is webpki's, the word too
    matches!(error, CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity"))
}

#[derive(Debug)]
struct Trust {
    issuers: Verifier,
    given: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self
            .issuers
            .verify_server_cert(shown, intermediates, name, ocsp, now);
        match verified {
            Err(Error::InvalidCertificate(reason))
                if is_authority(&reason) && self.given.iter().any(|given| given == shown) =>
            {
                verify_server_name(&ParsedCertificate::try_from(shown)?, name)?;
                Ok(ServerCertVerified::assertion())
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.issuers
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.issuers
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.issuers.supported_verify_schemes()
    }
}
