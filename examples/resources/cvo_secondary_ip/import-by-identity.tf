import {
  to = cvo_secondary_ip.nas
  identity = {
    subnet_id  = "subnet-0a1b2c3d4e5f60718"
    private_ip = "10.0.1.20"
  }
}
