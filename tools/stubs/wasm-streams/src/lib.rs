//! Leptos's server functions stream bodies through the crate `wasm-streams`, whose classes are
//! exported to JavaScript and so stay in every bundle, called or not: 3 kB of the first download
//! after brotli. By Friday has no server and calls none of it. This stand-in has the same names
//! with nothing behind them.

use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::JsValue;

/// A stream that is not one.
pub struct ReadableStream(web_sys::ReadableStream);

/// Always at its end.
pub struct IntoStream;

impl ReadableStream {
    pub fn from_raw(raw: web_sys::ReadableStream) -> ReadableStream {
        ReadableStream(raw)
    }

    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// # Panics
    /// Always: nothing here may stream.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> ReadableStream {
        unreachable!("By Friday has no server functions")
    }

    pub fn into_stream(self) -> IntoStream {
        IntoStream
    }
}

impl Stream for IntoStream {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
