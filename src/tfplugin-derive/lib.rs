//! tfplugin-derive
