# The storage VM, the destination and the gateway.
terraform import cvo_route.default svm_cvo/0.0.0.0/0/10.20.1.1
