//! The machine's camera: looks for a code, keeps no picture.

use crate::kiosk::scan::code;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8ClampedArray};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlCanvasElement, HtmlVideoElement};

/// Between two looks.
const LOOK_MS: u32 = 150;
/// The side of the picture that is searched, in pixels: enough for a code that fills the frame, and fast enough for the
/// interval.
const SIDE_MAX: f64 = 640.0;

/// The state of the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraState {
    /// The browser asks whether it may be used.
    Asking,
    /// It looks for a code.
    Looking,
    /// It may not be used.
    Refused,
    /// There is none.
    Nothing,
}

/// Looks through the camera until a code is found or the calling view goes.
pub fn look(video: NodeRef<leptos::html::Video>, state: RwSignal<CameraState>, found: impl Fn(String) + 'static) {
    let is_wanted = Rc::new(Cell::new(true));
    let wanted = StoredValue::new_local(Rc::clone(&is_wanted));
    on_cleanup(move || wanted.with_value(|wanted| wanted.set(false)));
    leptos::task::spawn_local(async move {
        let stream = match open().await {
            Ok(stream) => stream,
            Err(refused) => {
                state.try_set(if refused { CameraState::Refused } else { CameraState::Nothing });
                return;
            }
        };
        if is_wanted.get()
            && let Some(Some(video)) = video.try_get_untracked()
        {
            state.try_set(CameraState::Looking);
            show(&video, &stream);
            if let Some(text) = first_code(&video, &is_wanted).await {
                found(text);
            }
        }
        close(&stream);
    });
}

fn get(target: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(target, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn number(target: &JsValue, name: &str) -> f64 {
    get(target, name).and_then(|value| value.as_f64()).unwrap_or_default()
}

fn call(target: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function = get(target, name)?.dyn_into::<Function>().ok()?;
    Reflect::apply(&function, target, &arguments.iter().collect::<Array>()).ok()
}

fn object(pairs: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// The camera's stream; an error tells whether somebody refused it.
async fn open() -> Result<JsValue, bool> {
    let devices = get(&window().navigator(), "mediaDevices").ok_or(false)?;
    let ideal = |value: JsValue| object(&[("ideal", value)]);
    let video = object(&[
        ("facingMode", ideal(JsValue::from_str("environment"))),
        ("width", ideal(JsValue::from_f64(1280.0))),
        ("height", ideal(JsValue::from_f64(720.0))),
    ]);
    let asked =
        call(&devices, "getUserMedia", &[object(&[("video", video), ("audio", JsValue::FALSE)])]).ok_or(false)?;
    let promise = asked.dyn_into::<Promise>().map_err(|_| false)?;
    JsFuture::from(promise).await.map_err(|error| {
        get(&error, "name").and_then(|name| name.as_string()).is_some_and(|name| name == "NotAllowedError")
    })
}

fn show(video: &HtmlVideoElement, stream: &JsValue) {
    // If it is refused, the picture stays dark; the other ways to check in are still there.
    let _ = Reflect::set(video, &JsValue::from_str("srcObject"), stream);
    if let Some(playing) = call(video, "play", &[]).and_then(|playing| playing.dyn_into::<Promise>().ok()) {
        leptos::task::spawn_local(async move {
            let _ = JsFuture::from(playing).await;
        });
    }
}

fn close(stream: &JsValue) {
    let tracks = call(stream, "getTracks", &[]).and_then(|tracks| tracks.dyn_into::<Array>().ok());
    for track in tracks.iter().flat_map(Array::iter) {
        call(&track, "stop", &[]);
    }
}

async fn first_code(video: &HtmlVideoElement, is_wanted: &Cell<bool>) -> Option<String> {
    let detector = detector().await;
    let canvas = document().create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    while is_wanted.get() {
        TimeoutFuture::new(LOOK_MS).await;
        // HAVE_CURRENT_DATA
        if number(video, "readyState") < 2.0 {
            continue;
        }
        let text = match &detector {
            Some(detector) => detect(detector, video).await,
            None => read(video, &canvas),
        };
        if text.is_some() && is_wanted.get() {
            return text;
        }
    }
    None
}

/// The browser's own reader, where it has one for these codes.
async fn detector() -> Option<JsValue> {
    let class = get(&window(), "BarcodeDetector")?;
    let formats = call(&class, "getSupportedFormats", &[])?.dyn_into::<Promise>().ok()?;
    let formats = JsFuture::from(formats).await.ok()?.dyn_into::<Array>().ok()?;
    let code = JsValue::from_str("qr_code");
    formats.includes(&code, 0).then_some(())?;
    let options = object(&[("formats", Array::of1(&code).into())]);
    Reflect::construct(class.dyn_ref::<Function>()?, &Array::of1(&options)).ok()
}

async fn detect(detector: &JsValue, video: &HtmlVideoElement) -> Option<String> {
    let found = call(detector, "detect", &[video.into()])?.dyn_into::<Promise>().ok()?;
    let found = JsFuture::from(found).await.ok()?.dyn_into::<Array>().ok()?;
    found.iter().find_map(|code| get(&code, "rawValue")?.as_string())
}

/// The middle of the picture, read here.
fn read(video: &HtmlVideoElement, canvas: &HtmlCanvasElement) -> Option<String> {
    let (width, height) = (number(video, "videoWidth"), number(video, "videoHeight"));
    let edge = width.min(height);
    let side = edge.min(SIDE_MAX).floor();
    if side < 1.0 {
        return None;
    }
    canvas.set_width(side as u32);
    canvas.set_height(side as u32);
    let options = object(&[("willReadFrequently", JsValue::TRUE)]);
    let context = call(canvas, "getContext", &[JsValue::from_str("2d"), options])?;
    let [x, y] = [(width - edge) / 2.0, (height - edge) / 2.0];
    let places = [x, y, edge, edge, 0.0, 0.0, side, side].map(JsValue::from_f64);
    let arguments: Vec<JsValue> = std::iter::once(video.into()).chain(places).collect();
    call(&context, "drawImage", &arguments)?;
    let image = call(&context, "getImageData", &[0.0, 0.0, side, side].map(JsValue::from_f64))?;
    let pixels = get(&image, "data")?.dyn_into::<Uint8ClampedArray>().ok()?.to_vec();
    code::read(side as usize, side as usize, &code::grey(&pixels))
}
