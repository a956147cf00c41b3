import {
  to = cvo_lif.nas
  identity = {
    cluster_uuid = "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f"
    uuid         = "7a1b9e04-81d4-11ee-9d20-0a1b2c3d4e5f"
  }
}
