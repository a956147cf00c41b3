output "images" {
  description = "What each kernel has, by its release."
  value       = cvo_linux_kvm_drivers.image.images
}

output "findings" {
  description = "What else should be known before the image is used."
  value       = [for finding in data.cvo_linux_kvm_drivers.after.findings : "${finding.code}: ${finding.text}"]
}
