import {
  to = cvo_route.default
  identity = {
    cluster_uuid = "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f"
    svm_uuid     = "6f3a0c52-81d4-11ee-9d20-0a1b2c3d4e5f"
    destination  = "0.0.0.0/0"
    gateway      = "10.20.1.1"
  }
}
