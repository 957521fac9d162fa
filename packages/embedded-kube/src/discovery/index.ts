/**
 * What a client asks before it asks for objects: groups, resources, schemas, the server's version.
 * In: the registry of resources. Out: the documents of /api, /apis, /openapi/v2, /openapi/v3 and /version as kubectl reads them.
 */
export { discoveryDocument } from "./discovery.ts";
export { OpenApi } from "./open-api.ts";
export { swaggerProtobuf, swaggerProtobufAsked, swaggerProtobufType } from "./swagger-protobuf.ts";
