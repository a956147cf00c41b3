# The storage VM and the LIF, or the UUID that ONTAP gave the LIF.
terraform import cvo_lif.nas svm_cvo/ip_nas_2
