//! The credentials: the header that carries them, and what must not appear in any text.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};

use ontap_core::protocol::redactor::Redactor;
use ontap_core::{Error, Result};

use crate::Auth;

/// Returns the headers of every request.
pub fn headers(auth: &Auth) -> Result<HeaderMap> {
    let text = match auth {
        Auth::Basic { username, .. } if username.contains(':') => {
            return Err(Error::Config("A user name with a colon cannot be sent.".to_owned()));
        }
        Auth::Basic { username, password } => {
            format!("Basic {}", BASE64_STANDARD.encode(format!("{username}:{}", password.expose())))
        }
        Auth::Bearer { token } => format!("Bearer {}", token.expose()),
        Auth::Certificate { .. } => return Ok(HeaderMap::new()),
    };
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| Error::Config("The token has characters that cannot be sent.".to_owned()))?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
}

/// Returns what removes the credentials, and these further secrets, from texts.
pub fn redactor(auth: &Auth, further: Vec<String>) -> Redactor {
    let own = match auth {
        Auth::Basic { username, password } => vec![
            password.expose().to_owned(),
            BASE64_STANDARD.encode(password.expose()),
            BASE64_STANDARD.encode(format!("{username}:{}", password.expose())),
        ],
        Auth::Bearer { token } => vec![token.expose().to_owned()],
        Auth::Certificate { key_pem, .. } => vec![key_pem.expose().to_owned()],
    };
    Redactor::new(own.into_iter().chain(further))
}
