//! [`ErasedFunction`]: a function without its types.

use std::marker::PhantomData;

use tfplugin_core::{Arguments, Function, FunctionError, Passed, Signature, Value};

/// A function of the provider.
pub trait ErasedFunction: Send + Sync {
    /// Name and parameters.
    fn signature(&self) -> &Signature;

    /// Calls the function with as many arguments as it has parameters.
    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError>;
}

/// Turns a [`Function`] into an [`ErasedFunction`].
pub struct FunctionOf<F> {
    signature: Signature,
    of: PhantomData<fn() -> F>,
}

impl<F: Function> FunctionOf<F> {
    pub fn new() -> Self {
        Self { signature: Signature::of::<F>(), of: PhantomData }
    }
}

impl<F: Function> ErasedFunction for FunctionOf<F> {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let parameters = F::from_arguments(Arguments::new(arguments))?;
        Ok(parameters.call()?.write())
    }
}
