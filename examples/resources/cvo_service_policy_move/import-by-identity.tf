import {
  to = cvo_service_policy_move.outbound
  identity = {
    cluster_uuid = "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f"
    svm_uuid     = "6f3a0c52-81d4-11ee-9d20-0a1b2c3d4e5f"
    from_policy  = "default-data-files"
  }
}
